// Baseline C: the same transfer kept by NestJS, its ValidationPipe and Prisma's nested create, as a tutorial writes it.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Body, Controller, HttpCode, Injectable, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PrismaPg } from '@prisma/adapter-pg';
import { Type } from 'class-transformer';
import { IsArray, IsDefined, IsOptional, IsString, ValidateNested } from 'class-validator';
import { v7 as uuidv7 } from 'uuid';
import { PrismaClient } from '../../../src/database/generated/client.js';

class ExtDto {
  @IsString() number: string;
  @IsString() channelid: string;
}

class OutsideDto {
  @IsString() from: string;
  @IsString() to: string;
  @IsString() trunkname: string;
  @IsString() channelid: string;
}

class MemberDto {
  @IsOptional() @ValidateNested() @Type(() => ExtDto) ext?: ExtDto;
  @IsOptional() @ValidateNested() @Type(() => OutsideDto) inbound?: OutsideDto;
}

class TransferDto {
  @IsString() event: string;
  @IsString() callid: string;
  @IsString() sn: string;
  @IsDefined() @IsArray() @ValidateNested({ each: true }) @Type(() => MemberDto) members: MemberDto[];
}

@Injectable()
class PrismaService extends PrismaClient {
  constructor() {
    super({ adapter: new PrismaPg({ connectionString: process.env['DATABASE_URL'], max: 20 }) });
  }
}

@Injectable()
class TransferService {
  constructor(private readonly prisma: PrismaService) {}

  async create(dto: TransferDto) {
    const now = new Date();
    const ext = dto.members.findLast((member) => member.ext)?.ext?.number;
    const { id } = await this.prisma.transfer.create({
      data: {
        id: uuidv7(),
        sn: dto.sn,
        callid: dto.callid,
        dialect: 'v2',
        receivedAt: now,
        lastDeliveredAt: now,
        direction: 'inbound',
        transferorExt: ext,
        transferorBasis: 'only-extension',
        identity: createHash('sha256').update(JSON.stringify(dto)).digest(),
        raw: Buffer.from(JSON.stringify(dto)),
        members: {
          create: dto.members.map(({ ext: inside, inbound }, n) => ({
            position: n + 1,
            kind: inside ? 'ext' : 'inbound',
            receivedAt: now,
            number: inside?.number,
            from: inbound?.from,
            to: inbound?.to,
            trunkname: inbound?.trunkname,
            channelid: inside?.channelid ?? inbound?.channelid,
          })),
        },
      },
    });
    return { status: 'stored', id };
  }
}

@Controller()
class TransferController {
  constructor(private readonly transfers: TransferService) {}

  @Post()
  @HttpCode(200)
  create(@Body() dto: TransferDto) {
    return this.transfers.create(dto);
  }
}

@Module({ controllers: [TransferController], providers: [TransferService, PrismaService] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
await app.listen(0, '127.0.0.1');
console.log(`listens on ${await app.getUrl()}`);
