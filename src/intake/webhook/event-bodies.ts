import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/*
 * What the PBXes push, for the document only: the program reads events by the rules of their dialects. A transfer that
 * misses what its dialect needs is answered 400 by name; every other event is taken, whatever else it holds.
 */

/** The PBX writes texts as numbers at times; they become texts. */
const SCALAR = { oneOf: [{ type: 'string' }, { type: 'number' }] };
const Scalar = (example: string | number) => ApiProperty({ ...SCALAR, required: false, example });

@ApiSchema({ name: 'V2Ext' })
class V2Ext {
  @Scalar('1020') number?: string | number;
  @Scalar('PJSIP/1020-0000002c') channelid?: string | number;
  @Scalar('ANSWER') memberstatus?: string | number;
}

@ApiSchema({ name: 'V2Outside' })
class V2Outside {
  @Scalar('12345678') from?: string | number;
  @Scalar('1020') to?: string | number;
  @Scalar('siptrunk') trunkname?: string | number;
  @Scalar('PJSIP/trunk-siptrunk-endpoint-0000002b') channelid?: string | number;
  @Scalar('ANSWER') memberstatus?: string | number;
}

@ApiSchema({ name: 'V2Member', description: 'Of one kind.' })
class V2Member {
  @ApiProperty({ required: false }) ext?: V2Ext;
  @ApiProperty({ required: false }) inbound?: V2Outside;
  @ApiProperty({ required: false }) outbound?: V2Outside;
}

@ApiSchema({ name: 'V2Event', description: 'S-Series, Cloud and K2 with API v2.' })
export class V2Event {
  @ApiProperty({ ...SCALAR, example: 'Tranfer' }) event: string | number;
  @Scalar('1571981647.117') callid?: string | number;
  @Scalar('369451090405') sn?: string | number;
  @ApiProperty({ type: [V2Member], required: false }) members?: V2Member[];
}

@ApiSchema({ name: 'V1Ext' })
class V1Ext {
  @Scalar('1001') extid?: string | number;
}

@ApiSchema({ name: 'V1Outside' })
class V1Outside {
  @Scalar('0911234') from?: string | number;
  @Scalar('1001') to?: string | number;
  @Scalar('SPS-6-36') trunk?: string | number;
  @ApiProperty({ ...SCALAR, required: false, description: 'Of an inbound party.' }) inboundid?:
    string | number;
  @ApiProperty({ ...SCALAR, required: false, description: 'Of an outbound party.' })
  outboundid?: string | number;
}

@ApiSchema({ name: 'V1Member', description: 'Of one kind.' })
class V1Member {
  @ApiProperty({ required: false }) ext?: V1Ext;
  @ApiProperty({ required: false }) inbound?: V1Outside;
  @ApiProperty({ required: false }) outbound?: V1Outside;
}

@ApiSchema({
  name: 'V1Event',
  description: 'API v1.1 lists its members under `call`; v1.0 and OpenVox have them in the event itself.',
})
export class V1Event extends V1Member {
  @ApiProperty({ ...SCALAR, example: 'Tranfer' }) action: string | number;
  @Scalar('1547379050.161') callid?: string | number;
  @Scalar('369362089179') sn?: string | number;
  @ApiProperty({ type: [V1Member], required: false }) call?: V1Member[];
}

@ApiSchema({
  name: 'PSeriesEvent',
  description:
    'P-Series: its message is JSON once more, as text. Types 30011 to 30015 and 30019 are read; 30039 has no call id and is ignored.',
})
export class PSeriesEvent {
  @ApiProperty({ ...SCALAR, example: 30013 }) type: string | number;
  @Scalar('3631A2124XXX') sn?: string | number;
  @ApiProperty({ required: false, example: '{"call_id":"1651057500.370","members":[]}' }) msg?: string;
}

const OUTSIDE = { from: '12345678', to: '1020', trunkname: 'siptrunk' };

/** One transfer in each spelling. */
export const EXAMPLES = {
  v2: {
    value: {
      event: 'Tranfer',
      callid: '1571981647.117',
      members: [
        { inbound: { ...OUTSIDE, channelid: 'PJSIP/trunk-siptrunk-endpoint-0000002b' } },
        { ext: { number: '1020', channelid: 'PJSIP/1020-0000002c' } },
      ],
      sn: '369451090405',
    },
  },
  'v1.1': {
    value: {
      action: 'Tranfer',
      callid: '1547379050.161',
      call: [
        { inbound: { from: '0911234', to: '1001', trunk: 'SPS-6-36', inboundid: '1547379050.161' } },
        { ext: { extid: '1001' } },
      ],
      sn: '369362089179',
    },
  },
  'v1.0': {
    value: {
      action: 'Tranfer',
      callid: '1505291815.120',
      ext: { extid: '1000' },
      inbound: { from: '102', to: '1000', trunk: 'Apple_test', inboundid: '1505291815.120' },
    },
  },
  'p-series': {
    value: {
      type: 30013,
      sn: '3631A2124XXX',
      msg: JSON.stringify({
        call_id: '1651057500.370',
        members: [
          {
            inbound: {
              from: '0911234567',
              to: '2002',
              trunk_name: 'Line 1',
              channel_id: 'PJSIP/line1-000001b0',
            },
          },
          { extension: { number: '2002', channel_id: 'PJSIP/2002-000001b1' } },
        ],
      }),
    },
  },
};
