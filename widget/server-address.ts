import { tellEditor } from './tell-editor.ts';

/**
 * The server's address without a trailing slash: what the attribute `api` says, or else the script's own origin. An address
 * that no page can call is told to the editor.
 */
export function serverAddress(api: string | undefined, script: string): string {
  if (!api) return new URL(script).origin;
  const url = URL.canParse(api, location.href) ? new URL(api, location.href) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    tellEditor(`api="${api}" is no address. It begins with https://, as in api="https://minside.example.no".`);
  return (url?.href ?? api).replace(/\/+$/, '');
}
