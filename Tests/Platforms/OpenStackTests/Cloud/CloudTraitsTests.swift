import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudTraitsTests {
    @Test(arguments: [
        ("HW_CPU_X86_AVX2", "avx2"), ("HW_CPU_AARCH64_SVE", "sve"), ("HW_CPU_X86_AMD_SVM", "amd-svm"),
        ("CUSTOM_FAST_DISK", "fast-disk"), ("STORAGE_DISK_SSD", "storage-disk-ssd"),
    ])
    func namesOfFeatures(trait: String, feature: String) {
        #expect(CloudTraits.feature(trait) == feature)
    }

    @Test(arguments: [
        ("HW_ARCH_X86_64", "amd64"), ("COMPUTE_ARCH_AARCH64", "arm64"), ("HW_ARCH_RISCV64", "riscv64"),
        ("HW_CPU_X86_AVX2", "amd64"), ("HW_CPU_AARCH64_SVE", "arm64"), ("CUSTOM_X86", nil as String?),
    ])
    func architectures(trait: String, architecture: String?) {
        #expect(CloudTraits.architecture(ofTrait: trait) == architecture)
    }

    @Test(arguments: [
        (#"{"trait:HW_CPU_X86_AVX2": "required", "trait:CUSTOM_B": "required"}"#, "amd64", ["avx2", "b"]),
        (#"{"trait1:CUSTOM_B": "required", "trait:CUSTOM_C": "forbidden"}"#, nil, ["b"]),
        (#"{"trait:HW_ARCH_AARCH64": "required", "hw:cpu_policy": "dedicated"}"#, "arm64", ["dedicated-cpu"]),
        (#"{"hw:mem_encryption": "True", "hw:cpu_realtime": "no"}"#, nil, ["encrypted-memory"]),
        ("{}", nil as String?, []),
    ])
    func whatAFlavorHas(specs: String, architecture: String?, features: [String]) throws {
        let flavor = try #require(try CloudFlavorTests.flavor(specs))
        #expect(flavor.architecture == architecture)
        #expect(flavor.features == features)
    }

    @Test func theImageSaysTheArchitecture() throws {
        let flavor = try #require(try CloudFlavorTests.flavor(#"{"trait:CUSTOM_B": "required"}"#))
        let image = try #require(CloudImage(["id": "i", "status": "active", "hw_architecture": "aarch64"]))
        #expect(image.architecture == "arm64")
        #expect(CloudImage(["id": "i", "architecture": "ppc64le"])?.architecture == "ppc64le")
        let facts = CloudFacts(flavors: [flavor], image: .here(image), network: .here(.auto), hasVolumes: false)
        #expect(facts.traits == MachineTraits(architectures: ["arm64"], features: ["b"]))
        var compute = AcceleratedCompute()
        compute.features = ["b"]
        #expect(facts.suiting(.accelerated(compute)).flavors == [flavor])
        compute.architecture = "amd64"
        #expect(facts.suiting(.accelerated(compute)).flavors == [])
    }
}
