import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { unmet } from './coverage.ts';
import { Stage } from './stage.ts';
import { stories } from './stories.ts';
import { epochMs, type Subject } from './subject.ts';
import { type Met, Transcript } from './transcript.ts';

/** Each story begins on a Monday of its own, so that none shifts the moments of the next. */
const weekMs = 7 * 24 * 60 * 60_000;

/**
 * Plays every story against a Kopai, as tests of the calling file. What was asked and answered must be, word for word, the committed transcript: so
 * two Kopais that both pass answer the same. `--update` writes the transcripts anew, from whichever is asked last.
 */
export function conformance(start: () => Promise<Subject>): void {
  let subject: Subject;
  let nowMs = epochMs;
  const met: Met[] = [];

  beforeAll(async () => {
    const started = await start();
    const advance = (ms: number) => {
      nowMs += ms;
      started.advance(ms);
    };
    subject = { ...started, advance };
  });

  for (const [index, { title, play }] of stories.entries()) {
    test(title, async () => {
      const startMs = epochMs + index * weekMs;
      subject.advance(startMs - nowMs);
      await subject.catchUp();
      const transcript = new Transcript(startMs);
      try {
        await play(new Stage(subject, transcript));
      } finally {
        met.push(...transcript.met);
      }
      const file = fileURLToPath(new URL(`../transcripts/${title.replaceAll(/\W+/g, '-')}.txt`, import.meta.url));
      await expect(transcript.toString()).toMatchFileSnapshot(file);
    });
  }

  test('no endpoint and no refusal of the table was left out', () => {
    expect(unmet(met)).toEqual([]);
  });
}
