import { Directive, directive } from 'lit/directive.js';

type Handlers = Record<string, (event: never) => unknown>;

/**
 * An element whose name is only known when it is rendered; it stays the same one as long as the name does. As in a template a property
 * is set when another value is handed to it: what the element has made of it since is its own.
 */
class RenderElement extends Directive {
  #element: HTMLElement | undefined;
  #handed: Record<string, unknown> = {};

  /** `hook` is an attribute to find it by. Handlers are taken when the element comes, newly made or `made` before. */
  render(name: string, properties: object, hook?: string, handlers: Handlers = {}, made?: HTMLElement): HTMLElement {
    if (this.#element?.localName !== name) {
      this.#element = made?.localName === name ? made : document.createElement(name);
      this.#handed = {};
      if (hook) this.#element.toggleAttribute(hook);
      for (const [type, handle] of Object.entries(handlers)) this.#element.addEventListener(type, handle as EventListener);
    }
    const anew = Object.entries(properties).filter(([key, value]) => value !== this.#handed[key]);
    this.#handed = { ...properties };
    return Object.assign(this.#element!, Object.fromEntries(anew));
  }
}

export const renderElement = directive(RenderElement);
