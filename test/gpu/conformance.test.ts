import { gpu } from "../../src/devices/gpu/index.node.ts";
import { describeBackend, local, products } from "../devices/gpu/describeBackend.ts";

const open = async (options: Parameters<typeof gpu>[0]) => local(await gpu({ fallback: "error", ...options }));

describeBackend("WebGPU", () => open({}));
describeBackend("WebGPU with four outputs a thread", () => open({ products: "vectors" }), products);
describeBackend("WebGPU with one output a thread", () => open({ products: "plain" }), products);
