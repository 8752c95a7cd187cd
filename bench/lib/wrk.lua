-- Sends the requests of a file in turn and prints the result as one line of JSON.
-- Arguments: the file, then headers as NAME=VALUE. Each line of the file is METHOD<tab>PATH<tab>BODY,
-- optionally followed by <tab>NAME=VALUE, a header of that request.

local requests = {}
local at = 0

function init(args)
  for index = 2, #args do
    local name, value = args[index]:match("^([^=]+)=(.*)$")
    wrk.headers[name] = value
  end
  for line in io.lines(args[1]) do
    local method, path, body, own = line:match("^(%S+)\t(%S+)\t([^\t]*)\t?(.*)$")
    if body == "" then body = nil end
    local name, value = own:match("^([^=]+)=(.*)$")
    local headers = {}
    for key, given in pairs(wrk.headers) do headers[key] = given end
    if name then headers[name] = value end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"bytes":%d,"p50Ms":%f,"p99Ms":%f,"badStatus":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
