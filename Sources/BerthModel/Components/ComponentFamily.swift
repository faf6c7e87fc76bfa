/// A family whose kinds all carry the same members beside their own.
public protocol ComponentFamily: Family {
    /// What every kind carries; `nil` for a stranger's.
    var component: Component? { get }
    /// Phase and schedule; `nil` for a stranger's.
    var life: Life? { get }
    /// Changes what every kind carries; a stranger's stays as it is.
    mutating func change(_ body: (inout Component, inout Life) -> Void)
}

extension HasLife {
    fileprivate func changed(_ body: (inout Component, inout Life) -> Void) -> Self {
        var value = self
        var (component, life) = (value.component, value.life)
        body(&component, &life)
        value.component = component
        value.life = life
        return value
    }
}

extension ComponentFamily {
    /// The UUID of the component, once it has one.
    public var uuid: UUID? { component?.meta?.uuid }
    public var name: String? { component?.meta?.name }
}

extension Executable: ComponentFamily {
    private var known: (any HasLife)? {
        switch self {
        case .dockerContainer(let it): it
        case .singularityContainer(let it): it
        case .jupyterNotebook(let it): it
        case .cwlWorkflow(let it): it
        case .snakemakeWorkflow(let it): it
        case .wesWorkflow(let it): it
        case .batchScript(let it): it
        case .pythonProgram(let it): it
        case .stranger: nil
        }
    }

    public var component: Component? { known?.component }
    public var life: Life? { known?.life }

    public mutating func change(_ body: (inout Component, inout Life) -> Void) {
        switch self {
        case .dockerContainer(let it): self = .dockerContainer(it.changed(body))
        case .singularityContainer(let it): self = .singularityContainer(it.changed(body))
        case .jupyterNotebook(let it): self = .jupyterNotebook(it.changed(body))
        case .cwlWorkflow(let it): self = .cwlWorkflow(it.changed(body))
        case .snakemakeWorkflow(let it): self = .snakemakeWorkflow(it.changed(body))
        case .wesWorkflow(let it): self = .wesWorkflow(it.changed(body))
        case .batchScript(let it): self = .batchScript(it.changed(body))
        case .pythonProgram(let it): self = .pythonProgram(it.changed(body))
        case .stranger: break
        }
    }
}

extension ComputeResource: ComponentFamily {
    public var component: Component? { basic?.component }
    public var life: Life? { basic?.life }

    public mutating func change(_ body: (inout Component, inout Life) -> Void) {
        basic = basic?.changed(body)
    }
}

extension StorageResource: ComponentFamily {
    public var component: Component? {
        switch self {
        case .simple(let it): it.component
        case .stranger: nil
        }
    }

    public var life: Life? {
        switch self {
        case .simple(let it): it.life
        case .stranger: nil
        }
    }

    public mutating func change(_ body: (inout Component, inout Life) -> Void) {
        switch self {
        case .simple(let it): self = .simple(it.changed(body))
        case .stranger: break
        }
    }
}

extension DataResource: ComponentFamily {
    public var component: Component? {
        switch self {
        case .simple(let it): it.component
        case .s3(let it): it.component
        case .rucio(let it): it.component
        case .ivoa(let it): it.component
        case .skao(let it): it.component
        case .stranger: nil
        }
    }

    public var life: Life? {
        switch self {
        case .simple(let it): it.life
        case .s3(let it): it.life
        case .rucio(let it): it.life
        case .ivoa(let it): it.life
        case .skao(let it): it.life
        case .stranger: nil
        }
    }

    public mutating func change(_ body: (inout Component, inout Life) -> Void) {
        switch self {
        case .simple(let it): self = .simple(it.changed(body))
        case .s3(let it): self = .s3(it.changed(body))
        case .rucio(let it): self = .rucio(it.changed(body))
        case .ivoa(let it): self = .ivoa(it.changed(body))
        case .skao(let it): self = .skao(it.changed(body))
        case .stranger: break
        }
    }
}
