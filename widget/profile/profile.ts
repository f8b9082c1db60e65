import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { Task } from '@lit/task';
import type { Profile } from '../../server/contract/profile.ts';
import { define } from '../define.ts';
import { renderFailure, renderLoading } from '../failure.ts';
import { InsidePage } from '../page-element.ts';
import { renderElement } from '../render-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { beside, list } from '../style/list.ts';
import { ProfileChangeMobile } from './change-mobile.ts';
import { ProfileChangePassword } from './change-password.ts';
import { ProfileCreateAccount } from './create-account.ts';
import { ProfileDeleteAccount } from './delete-account.ts';
import { ProfileLink } from './link.ts';
import { ProfileLinks } from './links.ts';
import { ProfileMyData } from './my-data.ts';
import type { ProfileChangedEvent } from './part.ts';
import { ProfileSessions } from './sessions.ts';

const parts = {
  'create-account': ProfileCreateAccount,
  links: ProfileLinks,
  link: ProfileLink,
  'change-password': ProfileChangePassword,
  'change-mobile': ProfileChangeMobile,
  sessions: ProfileSessions,
  'my-data': ProfileMyData,
  'delete-account': ProfileDeleteAccount,
};

/** "Se og rediger din profil": what a guest is offered, and what an account holder decides. */
export class MinSideProfile extends InsidePage {
  static override styles = [base, form, list, beside];

  @state() private done = '';

  private readonly profile = new Task(this, {
    args: () => [this.signedIn.shown] as const,
    task: (_, { signal }) => this.api.call('GET /profile', { signal }),
  });

  #handleChanged({ done }: ProfileChangedEvent): void {
    this.done = done;
    // The part that had the focus goes: keyboard and screen reader go on from the heading.
    if (done) this.renderRoot.querySelector('h2')?.focus();
    void this.profile.run();
  }

  protected override render(): TemplateResult {
    const { text } = this;
    return html`
      <h2 part="heading" tabindex="-1">${text.profile.heading}</h2>
      <div role="status">${this.done ? html`<p class="notice">${this.done}</p>` : nothing}</div>
      ${this.profile.render({
        initial: () => renderLoading(text),
        // What is shown stays while it is fetched anew, and so does what is being typed.
        pending: () => (this.profile.value ? this.#renderProfile(this.profile.value) : renderLoading(text)),
        complete: (profile) => this.#renderProfile(profile),
        error: (error) => renderFailure(text, this.explain(error), () => this.profile.run()),
      })}
    `;
  }

  async #loadKeys(): Promise<void> {
    await import('./keys.ts').catch(() => (this.done = this.text.failures.outdated));
  }

  #renderProfile(profile: Profile): TemplateResult {
    const { profile: words } = this.text;
    const part = (name: keyof typeof parts | 'keys'): unknown => this.#renderPart(name, profile);
    const opened = (label: string, name: keyof typeof parts): TemplateResult =>
      html`<details>
        <summary>${label}</summary>
        ${part(name)}
      </details>`;
    return html`
      <section>${profile.hasAccount ? part('links') : part('create-account')}</section>
      ${
        profile.kind === 'account'
          ? html`<section>
              <h3>${words.loginHeading}</h3>
              <p class="own-mobile">${words.ownMobile(this.format.mobile(profile.mobile))}</p>
              ${opened(words.changePassword, 'change-password')} ${opened(words.changeMobile, 'change-mobile')}
              ${opened(words.sessions, 'sessions')}
            </section>`
          : nothing
      }
      <section class="beside">
        <h3>${words.dataHeading}</h3>
        ${part('my-data')}
        ${
          profile.kind === 'account'
            ? html`<details class="last" @toggle=${this.#loadKeys}>
                <summary>${words.keys.heading}</summary>
                ${part('keys')}
              </details>`
            : nothing
        }
        ${profile.kind === 'account' ? html`<div class="last">${opened(words.delete, 'delete-account')}</div>` : nothing}
      </section>
    `;
  }

  #renderPart(name: keyof typeof parts | 'keys', profile: Profile): unknown {
    const { api, session, text, format } = this;
    return renderElement(`min-side-profile-${name}`, { api, session, text, format, profile }, undefined, {
      'profile-changed': (event: ProfileChangedEvent) => this.#handleChanged(event),
    });
  }
}

for (const [name, part] of Object.entries(parts)) define(`min-side-profile-${name}`, part);
define('min-side-profile', MinSideProfile);
