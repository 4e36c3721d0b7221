# region migrate
npm run kopai -- migrate
# endregion migrate
# region keys
npm run kopai -- keys create --name backend --scope sessions:write --scope charges:write --scope charges:read
npm run kopai -- keys list
# endregion keys
# region verify
npm run kopai -- verify
# endregion verify

# region doctor
npm run kopai -- doctor
# endregion doctor

# region collector
npm run kopai -- keys create --name prometheus --scope metrics:read
# endregion collector
