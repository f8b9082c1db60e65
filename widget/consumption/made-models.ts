import type { PageModel } from './page-model.ts';
import type { ViewReply } from './fetch-view.ts';
import { formatView, type View } from './view.ts';

/** The models of each reply, made once as long as words and notes stay the same: one goes to and fro between Energi and Effekt, and back to the years. */
export class MadeModels {
  #of: readonly unknown[] = [];
  #models = new WeakMap<ViewReply['reply'], Map<string, PageModel>>();

  /** `of` is what a model depends on beside its reply and view. */
  model(reply: ViewReply['reply'], view: View, of: readonly unknown[], make: () => PageModel): PageModel {
    if (of.some((part, index) => part !== this.#of[index])) this.#models = new WeakMap();
    this.#of = of;
    const models = this.#models.get(reply) ?? new Map<string, PageModel>();
    this.#models.set(reply, models);
    const key = formatView(view).join();
    const model = models.get(key) ?? make();
    models.set(key, model);
    return model;
  }
}
