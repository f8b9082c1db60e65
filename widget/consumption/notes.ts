import { Task } from '@lit/task';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Note } from '../../server/contract/notes.ts';
import { define } from '../define.ts';
import { Form } from '../form/form.ts';
import { renderField, renderSubmit } from '../form/field.ts';
import { InsidePage } from '../page-element.ts';
import { base } from '../style/base.ts';
import { form } from '../style/form.ts';
import { list } from '../style/list.ts';

/** The notes have come, or are others by now. */
export class NotesChangedEvent extends Event {
  static readonly type = 'notes-changed';
  readonly notes: readonly Note[];
  constructor(notes: readonly Note[]) {
    super(NotesChangedEvent.type);
    this.notes = notes;
  }
}

/** "Notater": what the account holder writes on the time line of the relationship shown. */
export class MinSideNotes extends InsidePage {
  static override styles = [
    base,
    form,
    list,
    css`
      :host {
        display: block;
        max-width: none;
      }
      details,
      details:last-of-type {
        border: 0;
      }
      summary {
        padding-block: 0;
        font-weight: inherit;
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  /** The day that a new note is of, unless another is chosen. */
  @property({ attribute: false }) day = '';
  @state() private notes: readonly Note[] = [];
  @state() private done = '';
  /** The note that is being changed; a new one is written otherwise. */
  @state() private edited: Note | null = null;

  private readonly form = new Form(this);

  protected readonly fetched = new Task(this, {
    args: () => [this.api, this.signedIn.shown] as const,
    task: async ([api], { signal }) => this.#take((await api.call('GET /notes', { signal })).notes),
    onError: (error) => (this.done = this.explain(error)),
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { form, day, edited } = this;
    // It goes with the day that is looked at, until another is chosen.
    if (!edited && ['', changed.get('day')].includes(form.get('date'))) form.set('date', day);
  }

  #take(notes: readonly Note[]): void {
    this.notes = notes;
    this.dispatchEvent(new NotesChangedEvent(notes));
  }

  #handleEdit(note: Note | null): void {
    this.edited = note;
    this.done = '';
    this.form.errors = {};
    this.form.values = note ? { date: note.date, note: note.text } : {};
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#note')?.focus());
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { form, edited } = this;
    const words = this.text.consumption.notes;
    this.done = '';
    void form.send(
      () => ({
        date: form.get('date') || this.day ? undefined : words.dateNeeded,
        note: form.get('note').trim() ? undefined : words.textNeeded,
      }),
      async () => {
        const body = { date: form.get('date') || this.day, text: form.get('note') };
        const { notes } = edited
          ? await this.api.call('PUT /notes/:id', { path: { id: edited.id }, body })
          : await this.api.call('POST /notes', { body });
        form.values = {};
        this.edited = null;
        this.done = words.saved;
        this.#take(notes);
      },
    );
  }

  #handleRemove({ id }: Note): void {
    void this.form.send(
      () => ({}),
      async () => {
        const { notes } = await this.api.call('DELETE /notes/:id', { path: { id }, body: {} });
        if (this.edited?.id === id) this.#handleEdit(null);
        this.done = this.text.consumption.notes.removed;
        this.#take(notes);
      },
    );
  }

  protected override render(): TemplateResult {
    const { form, edited, text } = this;
    const words = text.consumption.notes;
    return html`<details>
      <summary>${words.heading(this.notes.length)}</summary>
      <p class="muted small">${words.help}</p>
      ${
        this.notes.length
          ? html`<ul class="rows">
              ${this.notes.map((note) => this.#renderNote(note))}
            </ul>`
          : nothing
      }
      <p role="status">${this.done}</p>
      <form method="post" novalidate @submit=${this.#handleSubmit}>
        ${renderField(form, 'date', { label: words.date, type: 'date', autocomplete: 'off' })}
        ${renderField(form, 'note', { label: text.fields.note, autocomplete: 'off', maxlength: 100 })}
        <div class="buttons">
          ${renderSubmit(form, edited ? words.change : words.add, words.saving, 'plain')}
          ${edited ? html`<button type="button" class="quiet" @click=${() => this.#handleEdit(null)}>${words.cancel}</button>` : nothing}
        </div>
      </form>
    </details>`;
  }

  #renderNote(note: Note): TemplateResult {
    const words = this.text.consumption.notes;
    return html`<li>
      <span>${words.line(this.format.date(note.date), note.text)}</span>
      <span class="buttons">
        <button type="button" class="quiet" aria-label=${words.editOf(note.text)} @click=${() => this.#handleEdit(note)}>
          ${words.edit}
        </button>
        <button type="button" class="quiet" aria-label=${words.removeOf(note.text)} @click=${() => this.#handleRemove(note)}>
          ${words.remove}
        </button>
      </span>
    </li>`;
  }
}

define('min-side-notes', MinSideNotes);
