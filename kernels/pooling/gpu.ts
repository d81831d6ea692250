export { avgPool2d, avgPool2dGrad } from "./avgPool2d.gpu.ts";
export { maxPool2d, maxPool2dGather, maxPool2dGrad, maxPool2dOffset } from "./maxPool2d.gpu.ts";
