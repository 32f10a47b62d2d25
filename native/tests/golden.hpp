// The frames of tests/odbc/golden_frames.json.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "wire/frame.hpp"

namespace jsdodbc::test {

struct GoldenFrame {
    std::string name;
    std::map<std::string, std::string> fields;

    std::uint32_t number(const std::string& key) const {
        return static_cast<std::uint32_t>(std::stoul(fields.at(key)));
    }
    std::string bytes(const std::string& key) const {
        const std::string& digits = fields.at(key);
        std::string raw;
        for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
            raw += static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16));
        }
        return raw;
    }
    wire::Reply reply() const {
        const std::string raw = bytes("payload_hex");
        wire::Reply reply;
        reply.type = static_cast<wire::Message>(number("type"));
        reply.payload = {std::make_unique_for_overwrite<std::uint8_t[]>(raw.size() + 1), raw.size()};
        std::memcpy(reply.payload.bytes.get(), raw.data(), raw.size());
        return reply;
    }
};

// A list of flat objects of texts and numbers is all of JSON that there is in the file.
inline std::vector<GoldenFrame> golden_frames() {
    std::ifstream file(GOLDEN_FRAMES, std::ios::binary);
    const std::string json((std::istreambuf_iterator<char>(file)), {});
    std::vector<GoldenFrame> frames;
    std::string key;
    bool is_value = false;
    const auto found = [&](std::string text) {
        if (is_value) {
            frames.back().fields[key] = std::move(text);
        } else {
            key = std::move(text);
        }
    };
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char sign = json[at];
        if (sign == '{') frames.emplace_back();
        if (sign == '{' || sign == ',') is_value = false;
        if (sign == ':') is_value = true;
        if (sign == '"') {
            std::string text;
            for (++at; at < json.size() && json[at] != '"'; ++at) text += json[at] == '\\' ? json[++at] : json[at];
            found(std::move(text));
        } else if (sign >= '0' && sign <= '9') {
            const std::size_t end = json.find_first_not_of("0123456789", at);
            found(json.substr(at, end - at));
            at = end - 1;
        }
    }
    for (GoldenFrame& frame : frames) frame.name = frame.fields.at("name");
    return frames;
}

}  // namespace jsdodbc::test
