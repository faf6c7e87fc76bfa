/// Where configuration and state are. Source: XDG Base Directory Specification 0.8.
struct StandardPlaces: Sendable {
    /// The value of a variable of the environment.
    var environment: @Sendable (String) -> String?

    /// `$XDG_STATE_HOME/berth`, `~/.local/state/berth`, or `/var/lib/berth` for those who have no home.
    var stateFolder: String {
        if let folder = absolute("XDG_STATE_HOME") { return folder + "/berth" }
        if let home = absolute("HOME") { return home + "/.local/state/berth" }
        return "/var/lib/berth"
    }

    /// Where a configuration is looked for when nobody names one, in order.
    var configurationFiles: [String] {
        var files: [String] = []
        if let folder = absolute("XDG_CONFIG_HOME") {
            files.append(folder + "/berth/config.yaml")
        } else if let home = absolute("HOME") {
            files.append(home + "/.config/berth/config.yaml")
        }
        return files + ["/etc/berth/config.yaml"]
    }

    /// Where somebody's own settings are; the state folder for those who have no home.
    private var settingsFolder: String {
        if let folder = absolute("XDG_CONFIG_HOME") { return folder + "/berth" }
        if let home = absolute("HOME") { return home + "/.config/berth" }
        return stateFolder
    }

    /// The file with the sign-in at a broker: one for each URL, told apart by names that files may have.
    func login(at url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        var name = ""
        for byte in url.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ":") where name == "http" || name == "https": continue
            default: name += "_" + (byte == UInt8(ascii: "/") ? "" : String(byte, radix: 16) + "_")
            }
        }
        return settingsFolder + "/logins/" + String(name.prefix(200)) + ".json"
    }

    /// The file with the answers that numbers of offers mean.
    var rememberedOffers: String { stateFolder + "/last-offers.json" }

    /// The keys of brokers that are remembered.
    var knownKeys: String { stateFolder + "/known_keys" }

    private func absolute(_ name: String) -> String? {
        environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
