import { cpu } from "alexgrad/cpu";
import { losses } from "./src/training.js";

const device = await cpu({ simd: process.argv[2] });
process.stdout.write(JSON.stringify(await losses(device)));
await device.close();
