package import BerthData
package import BerthPlatform

/// Checks of settings that platforms on a machine have in common. Each throws `refused` for the first that cannot be
/// meant, with the key and what would be right.
package enum HostSettings {
    /// - Parameter ranges: the setting `dataAddresses`.
    package static func checkDataAddresses(_ ranges: [String]) throws(PlatformError) {
        for (index, range) in ranges.enumerated() where AddressRange(range) == nil {
            throw .setting(
                "dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
    }

    /// - Parameter paths: the setting `hostPaths`.
    package static func checkHostPaths(_ paths: [String]) throws(PlatformError) {
        for (index, path) in paths.enumerated() where !path.hasPrefix("/") {
            throw .setting("hostPaths", "has \(path), which is not an absolute path", item: index)
        }
    }

    /// - Parameter paths: each with its key; what is not set is right.
    package static func checkAbsolute(_ paths: [(key: String, path: String?)]) throws(PlatformError) {
        for (key, path) in paths {
            if let path, !path.hasPrefix("/") { throw .setting(key, "is \(path), which is not an absolute path") }
        }
    }

    /// Checks the address of a service that is called with a token.
    ///
    /// - Parameters:
    ///   - prefix: what stands before the keys `url` and `tokenFile`, as "rest.".
    ///   - hasToken: whether one is sent; it goes over TLS, or stays on this machine.
    package static func checkService(_ url: String, prefix: String = "", hasToken: Bool) throws(PlatformError) {
        let key = prefix + "url"
        if let fault = DataURL.fault(of: url) { throw .setting(key, "cannot be used: \(fault)") }
        if DataURL.withoutSecrets(url) != url {
            throw .setting(key, "has a user, a query or a fragment; a token is put into \(prefix)tokenFile")
        }
        if hasToken, DataURL.scheme(of: url) != "https", !isHere(DataURL.host(of: url)) {
            throw .setting(key, "is not https; a token would be read by whoever is on the way")
        }
    }

    /// Whether it is this machine, by what is written alone.
    private static func isHere(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && NetworkAddress(host) != nil)
    }

    package static func checkMaintenance(_ maintenance: [Maintenance]) throws(PlatformError) {
        if let fault = Maintenance.fault(maintenance) { throw .setting("maintenance" + fault.key, fault.message) }
    }

    package static func checkPrices(_ list: PriceList) throws(PlatformError) {
        if let fault = list.fault { throw .setting(fault.key, fault.message) }
    }

    /// Names of things on the machine begin with it.
    package static func checkInstance(_ instance: String) throws(PlatformError) {
        let isName =
            !instance.isEmpty && instance.utf8.count <= 40
            && instance.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
        if !isName {
            throw .setting("instance", "is \(instance); it takes 1 to 40 lower-case letters, digits and -")
        }
    }

    /// - Parameter values: each with its key; what is not set is right.
    package static func check(_ values: [(key: String, value: Int64?)], atLeast least: Int64 = 1)
        throws(PlatformError)
    {
        for (key, value) in values {
            if let value, value < least { throw .setting(key, "is \(value); it must be at least \(least)") }
        }
    }
}

extension AddressRule {
    /// - Parameter ranges: the setting `dataAddresses`, checked before.
    package init(settings ranges: [String]) {
        self.init(allowed: ranges.compactMap { AddressRange($0) })
    }
}
