import { useRoute } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { nextTick, onMounted, watch } from "vue";
import "katex/dist/katex.min.css";
import "./style.css";
import "./code.css";
import "../../widgets/core/style.css";
import { loadWidgets } from "../../widgets/load.ts";
import "../../widgets/styles.ts";

export default {
  ...DefaultTheme,
  /** Widgets come alive once Vue has taken over the page, which it expects as it was built. */
  setup() {
    const route = useRoute();
    onMounted(() => loadWidgets(document));
    watch(
      () => route.path,
      () => nextTick(() => loadWidgets(document)),
    );
  },
};
