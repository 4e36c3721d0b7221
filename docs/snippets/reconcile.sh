# region reconcile
npm run kopai -- reconcile
# endregion reconcile
