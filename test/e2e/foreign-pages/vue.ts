// Vue 3 with templates: routes in the hash on one page, in the history on the other.
import { createApp } from 'vue/dist/vue.esm-bundler.js';
import { createRouter, createWebHashHistory, createWebHistory } from 'vue-router';

const hash = location.pathname.endsWith('-hash');
const router = createRouter({
  history: hash ? createWebHashHistory() : createWebHistory(location.pathname.split('/').slice(0, 2).join('/')),
  routes: [
    { path: '/', component: { template: '<h1>Forsiden</h1>' } },
    { path: '/min-side', component: { template: '<min-side lang="nb" :launcher="false"></min-side>' } },
    { path: '/:rest(.*)', component: { template: '<h1>Fant ikke siden</h1>' } },
  ],
});
const app = createApp({ template: '<router-link to="/min-side">Til Min side</router-link><router-view />' });
app.config.compilerOptions.isCustomElement = (tag: string) => tag === 'min-side';
app.use(router).mount('#app');
