import { html, nothing, type TemplateResult } from 'lit';
import type { AnswersText } from '../text/answers-nb.ts';
import type { Fact } from './answers.ts';

/** Facts that stand open beside the chart; the others wait behind "Mer om forbruket". */
const mostOpen = 3;

/** The answers under the chart: three at most, the rest and what explains behind one line. */
export function renderFacts(facts: readonly Fact[], words: AnswersText): TemplateResult {
  const [open, more] = [facts.slice(0, mostOpen), facts.slice(mostOpen)];
  const how = facts.filter(({ how }) => how);
  return html`
    ${open.length ? html`<div class="facts">${open.map((fact) => renderFact(fact))}</div>` : nothing}
    ${
      more.length || how.length
        ? html`<details class="more">
            <summary>${words.more}</summary>
            ${more.length ? html`<div class="facts">${more.map((fact) => renderFact(fact))}</div>` : nothing}
            ${
              how.length
                ? html`<h3>${words.howReckoned}</h3>
                    <dl class="how">
                      ${how.map(
                        ({ heading, how }) =>
                          html`<dt>${heading}</dt>
                            <dd>${how}</dd>`,
                      )}
                    </dl>`
                : nothing
            }
          </details>`
        : nothing
    }
  `;
}

function renderFact({ heading, number, sentences }: Fact): TemplateResult {
  return html`<section class="fact">
    <h3>${heading}</h3>
    ${number ? html`<p class="fact-number number">${number}</p>` : nothing}
    ${sentences.map((sentence) => html`<p class="small muted">${sentence}</p>`)}
  </section>`;
}
