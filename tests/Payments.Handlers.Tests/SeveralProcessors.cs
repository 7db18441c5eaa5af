using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Handlers.Tests;

public sealed class SeveralProcessors
{
    private readonly Shop _shop = new();
    private readonly WiredProcessor _second;

    public SeveralProcessors() => _second = new WiredProcessor(
        new SandboxProcessor(new InMemorySandboxBooks(), _shop.Clock), _shop.Wire)
    {
        Name = new ProcessorName("second"),
    };

    private WiredProcessor Sandbox => _shop.Processor;

    [Fact]
    public async Task A_refund_goes_to_the_processor_of_each_capture()
    {
        var first = Assert.Single(await _shop.CapturedAsync(60));
        var process = WithSecond();
        var other = await CaptureAsync(process, 40);

        Assert.Equal((ProcessorName.Sandbox, _second.Name), (first.Processor, other.Processor));
        var refund = (await _shop.RefundAsync(Requests.Refund(100), process)).Result().Refund;
        await _shop.HandleAsync(new ExecuteRefund(Shop.Ledger, refund.Id), process);

        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Equal(first.ProcessorReference, Assert.Single(Sandbox.Asked.OfType<RefundFunds>()).Capture);
        Assert.Equal(other.ProcessorReference, Assert.Single(_second.Asked.OfType<RefundFunds>()).Capture);
    }

    [Fact]
    public async Task A_capture_and_a_release_go_to_the_processor_of_their_authorization()
    {
        await _shop.RegisterAsync(1_000);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100))).Result();
        var process = WithSecond();
        var request = Requests.Capture(authorization.Id.ToString(), 60);

        (await process.Get<CaptureHandler>().CaptureAsync(Shop.Organization, request, default)).Result();
        (await process.Get<Reversals>()
            .ReleaseAsync(Shop.Organization, authorization.Id.ToString(), default))!.Result();

        Assert.Equal(
            [typeof(AuthorizeFunds), typeof(CaptureFunds), typeof(ReleaseFunds)],
            Sandbox.Asked.Select(asked => asked.GetType()));
        Assert.Empty(_second.Asked);
    }

    [Fact]
    public async Task The_money_of_a_credit_is_sent_by_the_processor_that_approved_it()
    {
        var credit = (await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default)).Result();
        var process = WithSecond();

        await _shop.HandleAsync(new SettleCredit(Shop.Ledger, credit.Id), process);

        Assert.Equal(CreditStatus.Settled, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Single(Sandbox.Asked.OfType<SettleFunds>());
        Assert.Empty(_second.Asked);
    }

    [Fact]
    public void Records_from_before_processors_had_names_belong_to_the_sandbox()
    {
        var directory = new ProcessorDirectory([Sandbox, _second]);

        Assert.Same(Sandbox, directory[null]);
        Assert.Same(_second, directory[_second.Name]);
        Assert.Same(_second, directory.Default);
    }

    [Fact]
    public void New_authorizations_and_credits_go_to_the_processor_that_their_organization_has_chosen()
    {
        var directory = new ProcessorDirectory([Sandbox, _second]);
        var organization = new Organization(Shop.Organization, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7));

        Assert.Same(_second, directory.Choose(organization));
        Assert.Same(Sandbox, directory.Choose(organization with { Processor = ProcessorName.Sandbox }));
        Assert.Throws<InvalidOperationException>(
            () => directory.Choose(organization with { Processor = new ProcessorName("third") }));
    }

    [Fact]
    public async Task An_organization_s_choice_decides_about_its_authorizations_and_credits()
    {
        await _shop.RegisterAsync(1_000);
        var process = WithSecond();
        _shop.ChosenProcessor = ProcessorName.Sandbox;

        var capture = await CaptureAsync(process, 40);
        await process.Get<CreditHandler>().GiveAsync(Shop.Organization, Requests.Credit(10), default);

        Assert.Equal(ProcessorName.Sandbox, capture.Processor);
        Assert.Equal(
            [typeof(AuthorizeFunds), typeof(CaptureFunds), typeof(AuthorizeCredit)],
            Sandbox.Asked.Select(asked => asked.GetType()));
        Assert.Empty(_second.Asked);
    }

    [Fact]
    public void An_unregistered_processor_is_a_failure()
    {
        Assert.Throws<InvalidOperationException>(() => new ProcessorDirectory([_second])[null]);
        Assert.Throws<ArgumentException>(() => new ProcessorDirectory([]));
    }

    /// <summary>A process in which the second processor is registered too.</summary>
    private Process WithSecond()
    {
        _shop.MoreProcessors.Add(_second);
        return _shop.Another();
    }

    private static async Task<Capture> CaptureAsync(Process process, decimal amount)
    {
        var authorization = (await process.Get<AuthorizationHandler>()
            .AuthorizeAsync(Shop.Organization, Requests.Authorization(amount), default)).Result();
        var request = Requests.Capture(authorization.Id.ToString(), amount);
        return (await process.Get<CaptureHandler>().CaptureAsync(Shop.Organization, request, default)).Result();
    }
}
