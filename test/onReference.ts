import { setDefaultDevice } from "../src/devices/default.ts";
import { reference } from "../src/devices/reference.ts";

// Where a test names no device, it is about mathematics: on the definition.
setDefaultDevice(reference());
