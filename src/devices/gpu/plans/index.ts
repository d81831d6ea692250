import type { Plans } from "../plan.ts";
import { elementwise } from "./elementwise.ts";

export const plans = { ...elementwise } as unknown as Plans;
