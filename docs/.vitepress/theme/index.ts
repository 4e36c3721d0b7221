import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent } from 'vue';
import './style.css';
import type { Theme } from 'vitepress';

/** VitePress's own theme in our colours, and elements that live in the pages. Each is loaded by the pages that show it. */
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component(
      'LiveElement',
      defineAsyncComponent(() => import('./live/LiveElement.vue')),
    );
    app.component(
      'ThemePlayground',
      defineAsyncComponent(() => import('./live/ThemePlayground.vue')),
    );
    app.component(
      'HomeDemo',
      defineAsyncComponent(() => import('./live/HomeDemo.vue')),
    );
  },
} satisfies Theme;
