import { Directive, directive } from 'lit/directive.js';

type Handlers = Record<string, (event: never) => unknown>;

/** An element whose name is only known when it is rendered; it stays the same one as long as the name does. */
class RenderElement extends Directive {
  #element: HTMLElement | undefined;

  /** `hook` is an attribute to find it by. Handlers are taken when the element is made. */
  render(name: string, properties: object, hook?: string, handlers: Handlers = {}): HTMLElement {
    if (this.#element?.localName !== name) {
      this.#element = document.createElement(name);
      if (hook) this.#element.toggleAttribute(hook);
      for (const [type, handle] of Object.entries(handlers)) this.#element.addEventListener(type, handle as EventListener);
    }
    return Object.assign(this.#element!, properties);
  }
}

export const renderElement = directive(RenderElement);
