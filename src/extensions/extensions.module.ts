import { Module } from '@nestjs/common';
import { ExtensionController } from './extension.controller.js';
import { ExtensionReader } from './extension.reader.js';

@Module({
  controllers: [ExtensionController],
  providers: [ExtensionReader],
  exports: [ExtensionReader],
})
export class ExtensionsModule {}
