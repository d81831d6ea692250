import { FormatError } from "../core/errors.ts";
import { version } from "../core/version.ts";
import { studyResults } from "../study/results.ts";
import { chooseRate } from "../study/runStudy.ts";
import type { Study } from "../study/study.ts";
import { inOrder, shareOf } from "./shard.ts";
import { type SavedStudy, sameStudy } from "./studyFolder.ts";

/** The trainings of all shards as one study: they are as if one process had trained them.
 *  @throws FormatError that names the file unless the shards are of this study and version, each is there once, with all its
 *  trainings, and all have chosen the same rates. */
export function mergeStudies(study: Study, saved: readonly SavedStudy[]): Omit<SavedStudy, "file"> {
  const files = inOrder(saved, sameStudy);
  const [{ file: firstFile, results: first, layers }] = files;
  const names = Object.keys(study.variants);
  if (first.study !== study.name) throw new FormatError(firstFile, `study: expected ${study.name}; got ${first.study}`);
  if (first.alexgrad !== version || JSON.stringify(first.variants) !== JSON.stringify(study.variants)) {
    throw new FormatError(firstFile, `expected what alexgrad ${version} writes; got ${first.alexgrad}'s`);
  }
  const seeds = Array.from({ length: first.condition.seeds }, (_, seed) => seed);
  for (const { file, results } of files) {
    const { runs, trials, shard } = results;
    const share = shareOf(seeds, shard).flatMap((seed) => names.map((variant) => `${variant}, seed ${seed}`));
    const missing = share.filter(
      (name, i) => runs[i] === undefined || `${runs[i].variant}, seed ${runs[i].seed}` !== name,
    );
    if (missing.length > 0 || runs.length > share.length) {
      throw new FormatError(
        file,
        `runs: expected the ${share.length} trainings of its share; got ${runs.length} (its own command with --resume goes on)`,
      );
    }
    const other = names.find((name) => chooseRate(trials, name) !== chooseRate(first.trials, name));
    if (other !== undefined)
      throw new FormatError(file, `trials: expected the rate of ${other} to be that of ${firstFile}`);
  }
  const all = files.map(({ results }) => results);
  const each = (of: (results: (typeof all)[number]) => string) => [...new Set(all.map(of))].join("; ");
  const { condition, shard: _, ...circumstances } = first;
  const results = studyResults(
    study,
    condition,
    {
      ...circumstances,
      processor: each(({ processor }) => processor),
      device: each(({ device }) => device),
      minutes: {
        processor: all.reduce((sum, { minutes }) => sum + minutes.processor, 0),
        clock: Math.max(...all.map(({ minutes }) => minutes.clock)),
      },
    },
    { trials: first.trials, runs: all.flatMap(({ runs }) => runs).sort((a, b) => a.seed - b.seed) },
  );
  return { results, layers };
}
