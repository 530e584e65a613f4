import { Module } from '@nestjs/common';
import { ExtensionController } from './extension.controller.js';
import { ExtensionReader } from './extension.reader.js';
import { ExtensionStore } from './extension.store.js';

/** The names and groups that people gave to extensions. */
@Module({
  controllers: [ExtensionController],
  providers: [ExtensionReader, ExtensionStore],
  exports: [ExtensionReader, ExtensionStore],
})
export class ExtensionsModule {}
