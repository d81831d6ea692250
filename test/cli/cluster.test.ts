import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPage } from "../snippets.ts";
import { main, type Result, run } from "./alexgrad.ts";

const page = "docs/guides/training.md";
const [, cluster = ""] = readPage(page).split("## On a cluster");
const blocks = (language: string) =>
  [...cluster.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, code]) => code!);
const [slurm, submit] = blocks("sh") as [string, string];
const [job] = blocks("yaml") as [string];
/** What the container's shell runs: the folded text behind `>-`. */
const inPod = /- >-\n((?: {14}.*\n)+)/
  .exec(job)![1]!
  .replace(/\s*\n\s*/g, " ")
  .trim();

const folder = mkdtempSync(join(tmpdir(), "alexgrad-cluster-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with the commands that the lines call: `npx` runs what was built, on few images of our own. */
beforeAll(() => {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const few = "--limit 20 --epochs 1";
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/bash\nshift\n[[ "$*" == *--merge* ]] || more="${few}"\nexec ${process.execPath} ${main} "\${@/cifar10.tar.gz/builtin}" $more\n`,
  );
  // Slurm's: the first one tells the number of the job, the second one gets what is to be run.
  writeFileSync(join(bin, "sbatch"), '#!/bin/bash\n[[ $1 == --parsable ]] && echo 7 || { echo "$1"; sh -c "$3"; }\n');
  for (const file of ["npx", "sbatch"]) chmodSync(join(bin, file), 0o755);
});

function shell(
  command: "bash" | "sh",
  script: string,
  cwd: string,
  variables: Readonly<Record<string, string>>,
): Promise<Result> {
  const assigned = Object.entries({ ...variables, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` });
  return run("env", [...assigned.map(([name, value]) => `${name}=${value}`), command, "-c", script], undefined, cwd);
}

const results = (cwd: string, name: string) => JSON.parse(readFileSync(join(cwd, name, "results.json"), "utf8"));

describe("the lines for clusters", () => {
  const count = Number(/--array=1-(\d+)/.exec(slurm)![1]);
  const slurmFolder = join(folder, "slurm");

  it("of Slurm train all shards, and merge", async () => {
    mkdirSync(slurmFolder);
    const start = (i: number) =>
      shell("bash", slurm, slurmFolder, {
        SLURM_ARRAY_TASK_ID: `${i}`,
        SLURM_ARRAY_TASK_COUNT: `${count}`,
        SLURM_CPUS_PER_TASK: "1",
      });
    const ended = await Promise.all(Array.from({ length: count }, (_, i) => start(i + 1)));
    expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 0));
    const { code, out } = await shell("bash", submit, slurmFolder, {});
    expect([code, out]).toEqual([0, expect.stringMatching(/^--dependency=afterok:7\n/)]);
    const merged = results(slurmFolder, "runs/dropout");
    expect(merged.runs.map(({ seed }: { seed: number }) => seed)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(merged.shard).toBeUndefined();
  });

  it("of Kubernetes do the same shards, by an index from 0 on", async () => {
    const completions = Number(/completions: (\d+)/.exec(job)![1]);
    expect(completions).toBe(count);
    const cwd = join(folder, "kubernetes");
    mkdirSync(join(cwd, "shards"), { recursive: true });
    const pod = async (i: number) => {
      // What is trained already is not trained again.
      cpSync(join(slurmFolder, "shards", `${i + 1}`), join(cwd, "shards", `${i}`), { recursive: true });
      const { code, err } = await shell("sh", inPod, cwd, { JOB_COMPLETION_INDEX: `${i}` });
      expect([code, err]).toEqual([0, expect.stringContaining("goes on after 2 trainings")]);
      expect(results(cwd, `shards/${i}`).shard).toEqual({ index: i + 1, count: completions });
    };
    await Promise.all(Array.from({ length: completions }, (_, i) => pod(i)));
    expect(existsSync(join(cwd, `shards/${completions}`))).toBe(false);
  });

  it("end with 2 where no other try would help, which the Job's policy knows", async () => {
    const { code } = await shell("sh", inPod.replace("dropout", "drop"), folder, { JOB_COMPLETION_INDEX: "0" });
    expect(code).toBe(2);
    expect(job).toContain("values: [2]");
  });
});
