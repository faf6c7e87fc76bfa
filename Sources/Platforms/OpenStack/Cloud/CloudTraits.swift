import BerthPlatform

/// What people ask for, and the traits that clouds say it with. Source: os-traits; Nova, *Extra specs*.
enum CloudTraits {
    /// The name of a feature: `HW_CPU_X86_AVX2` is `avx2`, `CUSTOM_FAST_DISK` is `fast-disk`; of all others all of the
    /// name in lower case.
    static func feature(_ trait: String) -> String {
        let begins = ["CUSTOM_", "HW_CPU_X86_", "HW_CPU_AARCH64_", "HW_CPU_PPC64LE_"]
        let begin = begins.first { trait.hasPrefix($0) } ?? ""
        return trait.dropFirst(begin.count).lowercased().replacing("_", with: "-")
    }

    /// The architecture that a trait says or that has it; `nil` for others.
    static func architecture(ofTrait trait: String) -> String? {
        for begin in ["HW_ARCH_", "COMPUTE_ARCH_"] where trait.hasPrefix(begin) {
            return MachineTraits.architecture(ofKernel: trait.dropFirst(begin.count).lowercased())
        }
        if trait.hasPrefix("HW_CPU_X86_") { return "amd64" }
        return trait.hasPrefix("HW_CPU_AARCH64_") ? "arm64" : nil
    }
}

extension CloudFlavor {
    /// Traits that its hosts must have.
    private var required: [String] {
        specs.compactMap { spec in
            guard spec.value == "required", spec.name.hasPrefix("trait"), let colon = spec.name.firstIndex(of: ":")
            else { return nil }
            return String(spec.name[spec.name.index(after: colon)...])
        }
    }

    /// What its machines have for sure, sorted: traits that it requires, and what it says of processors and memory.
    var features: [String] {
        var features = Set(required.filter { !$0.contains("_ARCH_") }.map(CloudTraits.feature))
        for spec in specs {
            switch (spec.name, spec.value.lowercased()) {
            case ("hw:cpu_policy", "dedicated"): features.insert("dedicated-cpu")
            case ("hw:cpu_realtime", "yes"), ("hw:cpu_realtime", "true"): features.insert("realtime-cpu")
            case ("hw:mem_encryption", "true"): features.insert("encrypted-memory")
            default: break
            }
        }
        return features.sorted()
    }

    /// As images name it; `nil` where it requires none.
    var architecture: String? { required.lazy.compactMap { CloudTraits.architecture(ofTrait: $0) }.first }
}
