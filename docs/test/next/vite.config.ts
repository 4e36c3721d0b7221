import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    rolldownOptions: {
      // "use client" is for the framework; a bundle for a browser is all client.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
});
