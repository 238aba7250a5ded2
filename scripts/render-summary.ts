/**
 * A job summary as a page to look at, in GitHub's look: `node scripts/render-summary.ts summary.md page.html [light|dark]`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import markdownIt from 'markdown-it';

const STYLES = {
  auto: 'github-markdown.css',
  light: 'github-markdown-light.css',
  dark: 'github-markdown-dark.css',
} as const;

/** How the page is to look. */
export interface PageOptions {
  /** In the browser's tab. */
  readonly title: string;
  /** `auto` goes by the reader's own setting. */
  readonly theme?: keyof typeof STYLES;
}

/**
 * Markdown as GitHub renders it, with everything that the page needs inside of it. GitHub draws Mermaid blocks; here they
 * are shown as text.
 */
export function renderPage(markdown: string, { title, theme = 'auto' }: PageOptions): string {
  const css = readFileSync(createRequire(import.meta.url).resolve(`github-markdown-css/${STYLES[theme]}`), 'utf8');
  const renderer = markdownIt({ html: true, linkify: true });
  const fence = renderer.renderer.rules['fence'];
  renderer.renderer.rules['fence'] = (tokens, index, ...rest) => {
    const block = fence?.(tokens, index, ...rest) ?? '';
    return tokens[index]?.info.trim() === 'mermaid' ? `<p><em>GitHub draws this as a chart:</em></p>\n${block}` : block;
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme === 'auto' ? 'light dark' : theme}">
<title>${renderer.utils.escapeHtml(title)}</title>
<style>
${css}
html { background: ${{ auto: 'light-dark(#fff, #0d1117)', light: '#fff', dark: '#0d1117' }[theme]}; }
body { margin: 0; }
.markdown-body { box-sizing: border-box; max-width: 1012px; margin: 0 auto; padding: 32px; }
@media (max-width: 767px) { .markdown-body { padding: 16px; } }
</style>
</head>
<body>
<article class="markdown-body">
${renderer.render(markdown)}</article>
</body>
</html>
`;
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const [input, output, theme = 'auto'] = argv.slice(2);
  if (!input || !output || !(theme in STYLES)) {
    console.error('Usage: node scripts/render-summary.ts summary.md page.html [auto|light|dark]');
    process.exitCode = 1;
  } else {
    writeFileSync(
      output,
      renderPage(readFileSync(input, 'utf8'), { title: 'hood-resync', theme: theme as keyof typeof STYLES }),
    );
  }
}
