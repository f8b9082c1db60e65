// React 19: routes in the hash on one page, in the history on the other.
import { createElement as element } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, HashRouter, Link, Route, Routes } from 'react-router';

const hash = location.pathname.endsWith('-hash');

createRoot(document.querySelector('#app')!).render(
  element(
    (hash ? HashRouter : BrowserRouter) as typeof BrowserRouter,
    hash ? null : { basename: location.pathname.split('/').slice(0, 2).join('/') },
    element(Link, { to: '/min-side' }, 'Til Min side'),
    element(
      Routes,
      null,
      element(Route, { path: '/', element: element('h1', null, 'Forsiden') }),
      element(Route, { path: '/min-side', element: element('min-side', { lang: 'nb', launcher: false }) }),
      element(Route, { path: '*', element: element('h1', null, 'Fant ikke siden') }),
    ),
  ),
);
