#!/usr/bin/env node
import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { findSettings } from '../../config/settings-file.js';
import { commandWithSettings, runCommand } from '../../database/command-database.js';
import { configured } from './configured.js';
import { database } from './database.js';
import { backups, dataFolder } from './disk.js';
import { type Finding, screenOf } from './finding.js';
import { program } from './program.js';

const command = commandWithSettings('npm run doctor --')
  .description(
    'Says how the program and its surroundings are, and what to do. Changes nothing; ends with 1 where something needs doing.',
  )
  .action(async () => {
    Logger.overrideLogger(false);
    const { finding, config } = configured(findSettings(command.opts<{ envFile?: string }>().envFile));
    const findings: Finding[] = [finding];
    if (config)
      findings.push(
        ...(await program(config)),
        ...(await database(config)),
        ...(await dataFolder(config)),
        await backups(config),
      );
    console.log(screenOf(findings));
    if (findings.some(({ toDo }) => toDo.length > 0)) process.exitCode = 1;
  });

await runCommand(command);
