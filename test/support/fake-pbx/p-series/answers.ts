export const SUCCESS = { errcode: 0, errmsg: 'SUCCESS' };

/** The codes are documented; which of them a PBX uses when is assumed, but for the first three. */
export const FAULTS = {
  noInterface: { errcode: 10001, errmsg: 'INTERFACE NOT EXISTED' },
  noVersion: { errcode: 10003, errmsg: 'API VERSION UNSUPPORTED' },
  expired: { errcode: 10004, errmsg: 'TOKEN EXPIRED' },
  denied: { errcode: 10005, errmsg: 'ACCESS DENIED' },
  parameter: { errcode: 40002, errmsg: 'PARAMETER ERROR' },
  noData: { errcode: 60001, errmsg: 'DATA NOT FOUND' },
  tooMany: { errcode: 60002, errmsg: 'MAX LIMITATION EXCEEDED' },
};

/** Page `page` of `page_size` rows, counted from one; without them the first 10,000, which is the most there can be. */
export function page<T>(rows: T[], query: URLSearchParams): { total_number: number; data: T[] } {
  const size = Math.min(Number(query.get('page_size') ?? 10_000), 10_000);
  const first = (Number(query.get('page') ?? 1) - 1) * size;
  return { total_number: rows.length, data: rows.slice(first, first + size) };
}
