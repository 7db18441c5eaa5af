using System.ComponentModel;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors;
using Spectre.Console.Cli;

namespace Payments.Keys.Commands;

internal sealed class OrganizationChoices : StateSettings
{
    [CommandArgument(0, "<ORGANIZATION>")]
    [Description("The first part of its paths in Flow's API.")]
    public required string Organization { get; init; }

    [CommandOption("--allocation-policy <POLICY>")]
    [Description("How refunds are spread: FewestCaptures (default), OldestFirst, NewestFirst, Proportional.")]
    public string? AllocationPolicy { get; init; }

    [CommandOption("--authorization-days <DAYS>")]
    [Description("How long an authorization can be captured (default: 7).")]
    public string? AuthorizationDays { get; init; }

    [CommandOption("--refunds-reopen-balance <BOOLEAN>")]
    [Description("Whether what is refunded of an order is to be paid again (default: false).")]
    public bool? RefundsReopenBalance { get; init; }

    [CommandOption("--shares-merchant-account <BOOLEAN>")]
    [Description("Whether what its storefront records is on a merchant account of this service (default: false).")]
    public bool? SharesMerchantAccount { get; init; }

    [CommandOption("--screens-card-numbers <BOOLEAN>")]
    [Description("Whether texts with a card number are rejected (default: true).")]
    public bool? ScreensCardNumbers { get; init; }

    [CommandOption("--late-failures <CHOICE>")]
    [Description("What becomes of refunds that fail after they succeeded: Leave (default), Reallocate.")]
    public string? LateFailures { get; init; }

    [CommandOption("--processor <NAME>")]
    [Description("The processor of new authorizations and credits: sandbox (default), stripe, commercehub.")]
    public string? Processor { get; init; }

    [CommandOption("--requests-per-second <NUMBER>")]
    [Description("Requests a second over all instances (default: 500).")]
    public string? RequestsPerSecond { get; init; }

    [CommandOption("--refunds-per-day <AMOUNTS>")]
    [Description("The most that is refunded in a day: 'USD 10000.00, EUR 9000.00' (default: no limit).")]
    public string? RefundsPerDay { get; init; }

    [CommandOption("--credits-per-day <AMOUNTS>")]
    [Description("The most that open credits send in a day; off in currencies not listed (default: none).")]
    public string? CreditsPerDay { get; init; }

    /// <summary>An organization with these choices, and its others as they were.</summary>
    public Organization Apply(Organization organization) => organization with
    {
        Policy = ReadPolicy() ?? organization.Policy,
        AuthorizationLifetime = ReadLifetime() ?? organization.AuthorizationLifetime,
        RefundsReopenBalance = RefundsReopenBalance ?? organization.RefundsReopenBalance,
        SharesMerchantAccount = SharesMerchantAccount ?? organization.SharesMerchantAccount,
        ScreensCardNumbers = ScreensCardNumbers ?? organization.ScreensCardNumbers,
        LateFailures = ReadLateFailures() ?? organization.LateFailures,
        Processor = ReadProcessor() ?? organization.Processor,
        Limits = new OrganizationLimits
        {
            RequestsPerSecond = ReadRate() ?? organization.Limits.RequestsPerSecond,
            RefundsPerDay = ReadAmounts(RefundsPerDay) ?? organization.Limits.RefundsPerDay,
            CreditsPerDay = ReadAmounts(CreditsPerDay) ?? organization.Limits.CreditsPerDay,
        },
    };

    private AllocationPolicy? ReadPolicy()
    {
        if (AllocationPolicy is null) return null;
        return OrganizationRules.TryReadPolicy(AllocationPolicy, out var policy)
            ? policy
            : throw new AdministrationRejectedException(
                $"There is no allocation policy {AllocationPolicy}: it is one of "
                + $"{string.Join(", ", Enum.GetNames<AllocationPolicy>())}.");
    }

    private LateFailures? ReadLateFailures()
    {
        if (LateFailures is null) return null;
        return OrganizationRules.TryReadLateFailures(LateFailures, out var choice)
            ? choice
            : throw new AdministrationRejectedException(
                $"There is no such choice as {LateFailures}: it is one of "
                + $"{string.Join(", ", Enum.GetNames<LateFailures>())}.");
    }

    private ProcessorName? ReadProcessor()
    {
        if (Processor is null) return null;
        return ProcessorNames.TryRead(Processor, out var name)
            ? name
            : throw new AdministrationRejectedException(
                $"There is no processor {Processor}: it is one of {ProcessorNames.List()}.");
    }

    private int? ReadRate()
    {
        if (RequestsPerSecond is null) return null;
        return OrganizationRules.TryReadRequestsPerSecond(RequestsPerSecond, out var requests)
            ? requests
            : throw new AdministrationRejectedException(
                $"{RequestsPerSecond} is not a whole number from 1 to {OrganizationLimits.MaxRequestsPerSecond}.");
    }

    private static DailyAmounts? ReadAmounts(string? text)
    {
        if (text is null) return null;
        return DailyAmounts.TryParse(text, out var amounts)
            ? amounts
            : throw new AdministrationRejectedException(
                $"'{text}' is not a list of amounts such as 'USD 10000.00, EUR 9000.00'.");
    }

    private TimeSpan? ReadLifetime()
    {
        if (AuthorizationDays is null) return null;
        return OrganizationRules.TryReadAuthorizationDays(AuthorizationDays, out var lifetime)
            ? lifetime
            : throw new AdministrationRejectedException(
                $"{AuthorizationDays} is not a number of days greater than 0, at most "
                + $"{OrganizationRules.MaxAuthorizationDays}.");
    }
}

internal sealed class CreateOrganizationCommand : KeysCommand<OrganizationChoices>
{
    protected override async Task RunAsync(
        KeyService service, OrganizationChoices settings, CancellationToken cancellationToken)
    {
        var organization = settings.Apply(new Organization(
            ReadOrganization(settings.Organization),
            AllocationPolicy.FewestCaptures,
            Organization.DefaultAuthorizationLifetime));
        await service.Administration.CreateOrganizationAsync(organization, cancellationToken);
        Console.WriteLine($"organization: {organization.Id}");
    }
}

internal sealed class ChangeOrganizationCommand : KeysCommand<OrganizationChoices>
{
    protected override async Task RunAsync(
        KeyService service, OrganizationChoices settings, CancellationToken cancellationToken)
    {
        var id = ReadOrganization(settings.Organization);
        await service.Administration.ChangeOrganizationAsync(id, settings.Apply, cancellationToken);
        Console.WriteLine($"organization: {id}");
    }
}

internal sealed class NamedOrganization : StateSettings
{
    [CommandArgument(0, "<ORGANIZATION>")]
    public required string Organization { get; init; }
}

internal sealed class RotateFingerprintKeyCommand : KeysCommand<NamedOrganization>
{
    protected override async Task RunAsync(
        KeyService service, NamedOrganization settings, CancellationToken cancellationToken)
    {
        var id = ReadOrganization(settings.Organization);
        await service.Administration.RotateFingerprintKeyAsync(id, cancellationToken);
        Console.WriteLine($"organization: {id}");
    }
}
