/*
 * Bodies as PBXes push them, for tests that need some valid event. A test whose topic is the bytes of a body writes
 * them itself.
 */

const SN = '369451090405';

/** A member of v2: an extension, on a leg of its own. */
export const ext = (number: string, leg = '2c', memberstatus?: string) => ({
  ext: { number, channelid: `PJSIP/${number}-000000${leg}`, memberstatus },
});

/** A member of v2: a caller from outside, whose channel is older than those of the extensions, as its number shows. */
export const inbound = (from: string, more: object = {}) => ({
  inbound: {
    from,
    to: '1020',
    trunkname: 'siptrunk',
    channelid: 'PJSIP/trunk-siptrunk-endpoint-00000010',
    ...more,
  },
});

/** In v2, `to` transfers the inbound call of `from`, where no members are given. */
export function transferEvent(
  callid: string,
  given: { from?: string; to?: string; sn?: string; members?: object[] } = {},
) {
  const { from = '12345678', to = '1020', sn = SN, members = [inbound(from, { to }), ext(to)] } = given;
  return { event: 'Tranfer', callid, members, sn };
}

/** In v2, the states of a call's members. */
export const statusEvent = (callid: string, members: object[], sn = SN) => ({
  event: 'CallStatus',
  callid,
  members,
  sn,
});

/** In v2, the record of a call that was answered. */
export const recordEvent = (callid: string, more: object = {}) => ({
  event: 'NewCdr',
  callid,
  timestart: '2026-11-20 10:00:00',
  callfrom: '12345678',
  callto: '1020',
  status: 'ANSWERED',
  sn: SN,
  ...more,
});

/** In v1.1, a transfer among these extensions. */
export const v1Transfer = (callid: string, ...numbers: string[]) => ({
  action: 'Tranfer',
  callid,
  call: numbers.map((extid) => ({ ext: { extid } })),
  sn: '369362089179',
});

/** Of a P-Series, `to` transfers the inbound call of `from`. */
export const pSeriesTransfer = (
  callid: string,
  { from = '12345678', to = '1020', sn = '3631A2124XXX' }: { from?: string; to?: string; sn?: string } = {},
) => ({
  type: 30013,
  sn,
  msg: {
    call_id: callid,
    members: [
      { inbound: { from, to, trunk_name: 'sip', channel_id: `PJSIP/sip-${callid}` } },
      { extension: { number: to, channel_id: `PJSIP/${to}-${callid}` } },
    ],
  },
});
