-- Sends the requests of a file in turn and tells the result as one line of JSON.
-- Arguments: the file, of lines METHOD<tab>PATH<tab>BODY, then headers as NAME=VALUE.

local requests = {}
local at = 0

function init(args)
  for index = 2, #args do
    local name, value = args[index]:match("^([^=]+)=(.*)$")
    wrk.headers[name] = value
  end
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%S+)\t(%S+)\t(.*)$")
    if body == "" then body = nil end
    requests[#requests + 1] = wrk.format(method, path, nil, body)
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
