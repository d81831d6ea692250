import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest: begun last, one of them would keep one core busy while the others rest. */
const long = [
  "test/torture/torture.test.ts",
  "test/cli/cli.test.ts",
  "test/cli/platform.test.ts",
  "test/gradcheck/networks.test.ts",
  "test/devices/cpu/training.test.ts",
  "test/gradcheck/operators.test.ts",
  "test/docs/widgets.test.ts",
  "test/docs/axe.test.ts",
  "test/docs/media.test.ts",
];

/** Begins with the files that take longest, in any checkout: Vitest knows its order only from the run before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = long.findIndex((file) => moduleId.endsWith(file));
      return place < 0 ? long.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
