import { html, nothing, type TemplateResult } from 'lit';
import { renderSubmit } from '../form/field.ts';
import { saveFile } from '../save-file.ts';
import { ProfilePart } from './part.ts';

/** The terms one accepted and, for an account holder, a download of all that is stored (of a guest there is nothing else). */
export class ProfileMyData extends ProfilePart {
  #handleDownload(event: SubmitEvent): void {
    event.preventDefault();
    this.done = '';
    void this.form.send(
      () => ({}),
      async () => {
        saveFile(await this.api.call('GET /my-data'), this.text.profile.fileName);
        this.done = this.text.profile.downloaded;
      },
    );
  }

  protected override render(): TemplateResult {
    const { profile: words } = this.text;
    return html`
      <form method="post" @submit=${this.#handleDownload}>
        <div>
          <p><strong>${words.terms}</strong></p>
          ${
            this.profile.acceptances.length
              ? html`<ul>
                  ${this.profile.acceptances.map(
                    ({ version, at, text }) =>
                      html`<li class="number">
                        ${
                          text
                            ? html`<details>
                                <summary>${words.accepted(version, this.format.dateTime(at))}</summary>
                                <div lang="nb">${text.map((paragraph) => html`<p class="paragraph">${paragraph}</p>`)}</div>
                              </details>`
                            : words.accepted(version, this.format.dateTime(at))
                        }
                      </li>`,
                  )}
                </ul>`
              : html`<p class="muted">${words.noTerms}</p>`
          }
        </div>
        ${
          this.profile.kind === 'account'
            ? html`<p>${words.downloadHelp}</p>
                ${renderSubmit(this.form, words.download, words.downloading, 'plain')}
                <p role="status">${this.done}</p>`
            : nothing
        }
      </form>
    `;
  }
}
