import { tellEditor } from './tell-editor.ts';

// Before lit-html is run, which asks for its policy at once: where it must not, nothing of ours runs any more.
document.addEventListener('securitypolicyviolation', ({ blockedURI, sample }) => {
  if (blockedURI === 'trusted-types-policy' && sample.startsWith('lit-html'))
    tellEditor("the page's Content-Security-Policy names the policies of Trusted Types that may be made. Add lit-html to trusted-types.");
});
