import { css } from 'lit';

/** The room of sections that are still being loaded: that of their skeletons, so that nothing below them moves when they come. */
export const roomStyles = css`
  :where(.card) > :not(:defined) {
    display: block;
    min-block-size: 52px;
  }
  kopai-chart:not(:defined) {
    min-block-size: 227px;
  }
  kopai-plan:not(:defined) {
    min-block-size: 108px;
  }
  kopai-earnings:not(:defined) {
    min-block-size: 224px;
  }
  kopai-transactions:not(:defined) {
    min-block-size: 452px;
  }
  @container (inline-size < 480px) {
    kopai-transactions:not(:defined) {
      min-block-size: 496px;
    }
  }
`;
