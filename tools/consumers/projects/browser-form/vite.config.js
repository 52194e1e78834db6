// The page names its script; all else is as Vite comes.
export default {
  build: {
    outDir: '.',
    emptyOutDir: false,
    rolldownOptions: {
      input: 'form.js',
      output: { entryFileNames: 'form.bundle.js', format: 'iife' },
    },
  },
};
