import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';

const at = (name: string) => join(import.meta.dirname, name);

/** The pages by name, each of one file, with the script tag of the portal as its docs have it. */
export async function buildForeignPages(script: string): Promise<Record<string, string>> {
  const tag = `<script type="module" src="${script}"></script>`;
  const page = async (contents: string, loader: 'ts' | 'js') => {
    const { outputFiles } = await build({
      stdin: { contents, loader, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'iife',
      minify: true,
      conditions: ['browser', 'production'],
      define: {
        'process.env.NODE_ENV': '"production"',
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
      write: false,
      logLevel: 'error',
    });
    const inline = outputFiles[0]!.text.replaceAll('</script', '<\\/script');
    return `<!doctype html><html lang="nb"><title>Fjernvarme</title>${tag}<div id="app"></div><script>${inline}</script></html>`;
  };
  const file = (name: string) => readFileSync(at(name), 'utf8');
  const component = compile(file('svelte.svelte'), { generate: 'client', css: 'injected', name: 'App' }).js.code;
  const [react, vue, svelte] = await Promise.all([
    page(file('react.ts'), 'ts'),
    page(file('vue.ts'), 'ts'),
    page(
      `import { mount } from 'svelte'; ${component.replace('export default function', 'function')}; mount(App, { target: document.querySelector('#app') });`,
      'js',
    ),
  ]);
  return {
    'react-hash': react,
    react,
    'vue-hash': vue,
    vue,
    svelte,
    wordpress: `<!doctype html><html lang="nb"><title>Fjernvarme</title>${tag}${file('wordpress.html')}</html>`,
    elementor: `<!doctype html><html lang="nb"><title>Fjernvarme</title>${tag}${file('elementor.html')}</html>`,
  };
}
