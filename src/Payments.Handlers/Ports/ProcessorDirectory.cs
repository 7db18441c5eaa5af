using System.Collections.Frozen;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// The registered processors by name. A second one is added by registering it: authorizations and credits are then made
/// at the one that was registered last, as a container gives the last of several; what was made before stays with the
/// processor that made it.
/// </summary>
public sealed class ProcessorDirectory
{
    private readonly FrozenDictionary<ProcessorName, IPaymentProcessor> _processors;

    /// <summary>Over all that are registered; of two with the same name, the later takes the earlier's place.</summary>
    public ProcessorDirectory(IEnumerable<IPaymentProcessor> processors)
    {
        var byName = new Dictionary<ProcessorName, IPaymentProcessor>();
        foreach (var processor in processors) byName[(Default = processor).Name] = processor;
        if (byName.ContainsKey(ProcessorName.External))
        {
            throw new ArgumentException(
                $"A processor can't be named {ProcessorName.External}: that is the storefront's own.", nameof(processors));
        }

        if (Default is null) throw new ArgumentException("No payment processor is registered.", nameof(processors));
        _processors = byName.ToFrozenDictionary();
    }

    /// <summary>Where new authorizations and credits are made.</summary>
    public IPaymentProcessor Default { get; }

    /// <summary>
    /// The processor that made something; a row from before names were stored has none, and is the sandbox's, which was
    /// the only processor then. Throws <see cref="InvalidOperationException"/> for one that is not registered (any
    /// more): to ask another about it would say nothing of the money.
    /// </summary>
    public IPaymentProcessor this[ProcessorName? name] =>
        _processors.TryGetValue(name ?? ProcessorName.Sandbox, out var processor)
            ? processor
            : throw new InvalidOperationException($"Processor {name ?? ProcessorName.Sandbox} is not registered.");
}
