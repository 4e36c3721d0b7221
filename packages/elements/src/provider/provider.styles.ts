import { css } from 'lit';

/** A provider takes no room: what it surrounds lies in the page as if it weren't there. */
export const providerStyles = css`
  :host {
    display: contents;
  }
`;
