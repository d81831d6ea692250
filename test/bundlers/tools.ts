import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";

/** Where the pages of a tool come from: a folder of files, or a server of the tool's own. */
export type Pages = { readonly folder: string } | { readonly port: number; readonly stop: () => Promise<void> };

export interface Tool {
  readonly name: string;
  /** The path at which its pages are served. */
  readonly base: string;
  /** Whether it writes the worker's script to a file, too. */
  readonly emitsWorker: boolean;
  /** Builds the project in the current folder, as its default configuration says, or serves it as it is. */
  prepare(project: string): Promise<Pages>;
}

const subPath = "/some/path/";

/** Runs a package's command in a project to its end. */
function run(project: string, script: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [packaged(project, script), ...args], { cwd: project, stdio: "pipe" });
}

/** Packages lie in the folder above the projects. */
function packaged(project: string, script: string): string {
  return join(project, "../node_modules", script);
}

/** Starts a server of Vite, and waits until it tells its port. */
function serve(project: string, script: string, ...args: readonly string[]): Promise<Pages> {
  const env = { ...process.env, NO_COLOR: "1" };
  const options = [packaged(project, script), ...args, "--host", "127.0.0.1"];
  const child = spawn(process.execPath, options, { cwd: project, env });
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.kill();
    });
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve({ port: Number(port), stop });
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => reject(new Error(`${script} ${args.join(" ")} ended with ${code}:\n${said}`)));
  });
}

function vite(version: number): Tool[] {
  const script = `vite-${version}/bin/vite.js`;
  return [
    {
      ...{ name: `Vite ${version}, its development server`, base: "/", emitsWorker: false },
      prepare: (project) => serve(project, script, "dev"),
    },
    {
      ...{ name: `Vite ${version}, built`, base: subPath, emitsWorker: true },
      async prepare(project) {
        run(project, script, "build", "--base", subPath);
        return serve(project, script, "preview", "--base", subPath);
      },
    },
  ];
}

/** A tool that writes dist/ once and knows no pages. */
function bundler(name: string, emitsWorker: boolean, script: string, ...args: readonly string[]): Tool {
  return {
    ...{ name, base: subPath, emitsWorker },
    async prepare(project) {
      run(project, script, ...args);
      return { folder: join(project, "dist") };
    },
  };
}

export const tools: readonly Tool[] = [
  ...vite(7),
  ...vite(8),
  bundler("webpack 5", true, "webpack-cli/bin/cli.js", "--mode", "production"),
  bundler("Rspack 2", true, "@rspack/cli/bin/rspack.js", "build", "--mode", "production"),
  bundler("esbuild", false, "esbuild/bin/esbuild", "src/index.js", "--bundle", "--minify", "--outfile=dist/main.js"),
];
