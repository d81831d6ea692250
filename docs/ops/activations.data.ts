import { activationAt } from "../widgets/activation/layers.ts";

export default {
  load: () => ({
    tanh: activationAt("f=tanh&x=1.5"),
    sigmoid: activationAt("f=sigmoid&x=1.5"),
    relu: activationAt("f=relu&x=1.5"),
  }),
};
