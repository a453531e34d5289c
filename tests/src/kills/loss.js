// Says in the console why a database begins anew, where the browser tells.
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...words) {
  const request = open.apply(this, words);
  request.addEventListener("upgradeneeded", (event) => {
    console.warn(`database ${words[0]} from version ${event.oldVersion}: ${event.dataLoss} ${event.dataLossMessage}`);
  });
  return request;
};
