type QueryDatabase = (text: string) => Promise<{ waiting?: number }[]>;

/** Of how many committed events and transfers the story worker has not looked at the calls. */
export async function storiesWaiting(query: QueryDatabase): Promise<number> {
  const [row] = await query(`
    SELECT (SELECT count(*) FROM recorded_events LEFT JOIN story_progress ON true WHERE pg_visible_in_snapshot(created_tx, seen) IS NOT TRUE)::int
         + (SELECT count(*) FROM transfers LEFT JOIN story_progress ON true WHERE pg_visible_in_snapshot(created_tx, seen) IS NOT TRUE)::int AS waiting`);
  return row!.waiting!;
}
