# region elements
npm install @kopai/elements
# endregion elements
# region react
npm install @kopai/react @kopai/elements
# endregion react
# region sdk
npm install @kopai/sdk
# endregion sdk
# region mocks
npm install --save-dev @kopai/mocks msw
# endregion mocks
