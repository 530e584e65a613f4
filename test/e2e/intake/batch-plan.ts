import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../../src/database/database.js';
import { writeStatement } from '../../../src/intake/sql/write-statement.js';
import { startApp } from '../../support/app.js';
import { tablesReadWhole } from '../../support/postgres/plan.js';

describe("the plan of a batch's statement", () => {
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => (app = await startApp()));
  afterAll(() => app?.stop());

  it('reads no table from its beginning to its end, also while the tables are new and empty', async () => {
    const { writing } = app.app.get(Database);
    const { rows } = await writing.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${writeStatement([]).text}`);
    expect(tablesReadWhole(rows)).toEqual([]);
  });
});
