using System.Collections.Frozen;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// The registered processors by name. Register another to add one. New authorizations and credits go to the processor
/// that their organization has chosen; existing ones stay with the processor that created them.
/// </summary>
public sealed class ProcessorDirectory
{
    private readonly FrozenDictionary<ProcessorName, IPaymentProcessor> _processors;

    /// <summary>All registered processors; of two with the same name, the later replaces the earlier.</summary>
    public ProcessorDirectory(IEnumerable<IPaymentProcessor> processors)
    {
        var byName = new Dictionary<ProcessorName, IPaymentProcessor>();
        foreach (var processor in processors) byName[(Default = processor).Name] = processor;
        if (byName.ContainsKey(ProcessorName.External))
        {
            throw new ArgumentException(
                $"A processor can't be named {ProcessorName.External}: that is the storefront's own.",
                nameof(processors));
        }

        if (Default is null) throw new ArgumentException("No payment processor is registered.", nameof(processors));
        _processors = byName.ToFrozenDictionary();
    }

    /// <summary>
    /// The processor of organizations that have chosen none: the one registered last, as a container resolves the last
    /// of several.
    /// </summary>
    public IPaymentProcessor Default { get; }

    /// <summary>
    /// The processor for an organization's new authorizations and credits. Throws
    /// <see cref="InvalidOperationException"/> if it has chosen one that is not registered.
    /// </summary>
    public IPaymentProcessor Choose(Organization organization) =>
        organization.Processor is { } name ? this[name] : Default;

    /// <summary>
    /// The processor that created something; a row from before names were stored has none, and belongs to the sandbox,
    /// the only processor then. Throws <see cref="InvalidOperationException"/> for one that is not, or no longer,
    /// registered: another processor could tell nothing about the money.
    /// </summary>
    public IPaymentProcessor this[ProcessorName? name] =>
        _processors.TryGetValue(name ?? ProcessorName.Sandbox, out var processor)
            ? processor
            : throw new InvalidOperationException($"Processor {name ?? ProcessorName.Sandbox} is not registered.");
}
