import { html, nothing, type TemplateResult } from 'lit';
import type { TableCell, TableModel } from './model.ts';

/** The chart's values as a table of its whole height. */
export function renderTable({ columns, groups, total }: TableModel, caption: string, open: (index: number) => void): TemplateResult {
  const inside = ({ text, opens }: TableCell) =>
    opens === undefined ? text : html`<button class="link" type="button" @click=${() => open(opens)}>${text}</button>`;
  const row = (cells: TableCell[]) =>
    html`<tr>
      ${cells.map((cell, index) => (index === 0 ? html`<th scope="row">${inside(cell)}</th>` : cell.wide ? html`<td class="wide" colspan=${columns.length - 1}>${inside(cell)}</td>` : html`<td>${inside(cell)}</td>`))}
    </tr>`;
  return html`<div class="scroll ${rowsOf({ columns, groups }) > 20 ? 'long' : ''}" tabindex="0" role="region" aria-label=${caption}>
    <table part="table" class="number">
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      ${groups.map(
        ({ name, rows }) =>
          html`<tbody>
            ${
              name
                ? html`<tr class="group">
                    <th scope="rowgroup" colspan=${columns.length}>${inside(name)}</th>
                  </tr>`
                : nothing
            }
            ${rows.map(row)}
          </tbody>`,
      )}
      ${
        total
          ? html`<tfoot>
              ${row(total)}
            </tfoot>`
          : nothing
      }
    </table>
  </div>`;
}

/** How many rows there are, totals aside. */
export const rowsOf = ({ groups }: TableModel): number => groups.reduce((sum, { rows }) => sum + rows.length, 0);

/** The table down to a row, without the totals, which stand after the last. */
export function firstRows(table: TableModel, most: number): TableModel {
  if (rowsOf(table) <= most) return table;
  const { total: _total, ...rest } = table;
  let left = most;
  const take = (count: number): number => {
    const taken = Math.min(count, left);
    left -= taken;
    return taken;
  };
  const groups = table.groups.map(({ rows, ...group }) => ({ ...group, rows: rows.slice(0, take(rows.length)) }));
  return { ...rest, groups: groups.filter(({ rows }) => rows.length > 0) };
}
