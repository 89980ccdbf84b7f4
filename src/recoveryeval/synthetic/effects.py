"""Every effect of the synthetic program, as a named parameter."""

from __future__ import annotations

from dataclasses import dataclass, fields

from recoveryeval.synthetic.effect_rules import check_effect, check_gaps


@dataclass(frozen=True, slots=True)
class Effects:
    """Say how the people of a synthetic program fare, and what coaching changes.

    The reference person is in usual care, of average severity, without a mental
    health diagnosis. Names that end in ``_coaching``, ``_severity`` and ``_dual``
    are what coaching, one standard deviation of severity, and a dual diagnosis
    add on the log scale of the quantity named before (hazard, rate or odds).
    Rates are per person and year, shares lie between 0 and 1, days are days.

    Parameters
    ----------
    coaching_share, confounding : float
        Share coached at average severity; log odds of coaching per SD of severity.
    dual_share, dual_severity : float
        Share with a dual diagnosis at average severity; its log odds per SD of severity.
    leaving_median_days, leaving_shape : float
        Weibull time to leaving of the reference person: median and shape.
    leaving_coaching, leaving_severity, leaving_dual : float
        Log hazard ratios of leaving.
    contact_gap_low, contact_gap_high : float
        Range of people's mean gap between contacts; at most 13 days, so that no
        gap is longer than 21 days while a person stays.
    first_coach_days : float
        Mean days until the first contact is with a coach rather than with intake staff.
    no_show_share, attempted_share, cancelled_share : float
        Contacts of that status per completed one.
    clinical_rate, clinical_coaching : float
        Clinical contacts beside the regular ones.
    transfer_rate, completion_rate, completion_from_day, exit_severity : float
        Rates of transfer and (from that day on) of completion while engaged; log
        hazard ratio of both per SD of severity. With 0 they censor leaving independently.
    death_rate, death_coaching, death_severity : float
        Death.
    incarceration_rate, incarceration_coaching, incarceration_severity, custody_mean_days : float
        First incarceration, and the mean length of its custody.
    readmission_rate, readmission_shape, readmission_from_day : float
        Expected admissions in the first year of the reference person, Weibull shape of
        their cumulative intensity, first day on which they can happen.
    readmission_coaching, readmission_severity, readmission_dual : float
        Log intensity ratios of admission.
    ed_rate, ed_coaching, arrest_rate, arrest_coaching, arrest_severity : float
        Emergency visits without admission; arrests.
    overdose_rate, overdose_coaching, overdose_severity, naloxone_share, naloxone_coaching : float
        Overdoses; share given naloxone.
    use_at_intake, use_start, use_stop : float
        Share using in week 0; weekly probabilities of starting and of stopping.
    use_start_coaching, use_start_severity, use_stop_coaching : float
        Log odds ratios of starting and of stopping.
    test_missing_share, test_missing_left : float
        Share of weekly tests not taken before and after leaving.
    gse_mean, gse_sd, gse_noise, gse_severity, gse_slope, gse_slope_coaching : float
        General self-efficacy total: intake mean, SD between people, SD within people,
        points per SD of severity, points per 90 days in usual care, extra under coaching.
    barc_mean, barc_sd, barc_noise, barc_severity, barc_slope, barc_slope_coaching : float
        The same for the BARC-10 total.
    slope_sd, coach_sd, scale_correlation : float
        SD between people of the change per 90 days; SD between coaches of the level at
        follow-up; correlation between the two scales' person levels.
    dropout_share, dropout_score : float
        Share lost before each follow-up interview at a self-efficacy total of 25, and log
        odds of loss per 5 points of the last observed total (missing at random).
    item_missing_share : float
        Share of items left unanswered, at random.
    housed_at_intake, housing_gain_rate, housing_loss_rate, housing_gain_coaching : float
        Share housed at intake; rates of finding and of losing housing.
    employed_at_intake, job_gain_rate, job_loss_rate, job_gain_coaching : float
        The same for work.
    referrals_mean, attended_share, attended_coaching, wait_mean_days : float
        Referrals per person; share attended; mean wait.
    goals_mean, goal_met_rate, goal_dropped_rate, goal_met_coaching : float
        Goals per person beyond the first; rates of meeting and dropping a goal.
    medication_share, medication_stop_rate, medication_stop_coaching : float
        Share on medication for opioid use disorder; rate of stopping.
    coverage_loss_rate : float
        Rate of losing insurance, after which claims are not seen.
    cost_peer_hour, cost_clinical_hour, cost_bed_day, cost_ed_visit : float
        Unit costs in the prices of 2025.
    """

    coaching_share: float = 0.5
    confounding: float = 0.5
    dual_share: float = 0.4
    dual_severity: float = 0.5
    leaving_median_days: float = 130.0
    leaving_shape: float = 0.85
    leaving_coaching: float = -0.5
    leaving_severity: float = 0.3
    leaving_dual: float = 0.2
    contact_gap_low: float = 5.0
    contact_gap_high: float = 13.0
    first_coach_days: float = 2.5
    no_show_share: float = 0.12
    attempted_share: float = 0.10
    cancelled_share: float = 0.05
    clinical_rate: float = 10.0
    clinical_coaching: float = 0.3
    transfer_rate: float = 0.10
    completion_rate: float = 0.60
    completion_from_day: float = 120.0
    exit_severity: float = 0.0
    death_rate: float = 0.015
    death_coaching: float = 0.0
    death_severity: float = 0.0
    incarceration_rate: float = 0.10
    incarceration_coaching: float = -0.3
    incarceration_severity: float = 0.0
    custody_mean_days: float = 40.0
    readmission_rate: float = 0.55
    readmission_shape: float = 0.75
    readmission_from_day: float = 3.0
    readmission_coaching: float = -0.4
    readmission_severity: float = 0.3
    readmission_dual: float = 0.4
    ed_rate: float = 0.5
    ed_coaching: float = -0.2
    arrest_rate: float = 0.25
    arrest_coaching: float = -0.3
    arrest_severity: float = 0.2
    overdose_rate: float = 0.08
    overdose_coaching: float = -0.3
    overdose_severity: float = 0.3
    naloxone_share: float = 0.4
    naloxone_coaching: float = 1.0
    use_at_intake: float = 0.5
    use_start: float = 0.10
    use_stop: float = 0.20
    use_start_coaching: float = -0.4
    use_start_severity: float = 0.3
    use_stop_coaching: float = 0.3
    test_missing_share: float = 0.12
    test_missing_left: float = 0.5
    gse_mean: float = 25.0
    gse_sd: float = 3.5
    gse_noise: float = 2.5
    gse_severity: float = -1.0
    gse_slope: float = 0.6
    gse_slope_coaching: float = 0.8
    barc_mean: float = 37.0
    barc_sd: float = 6.0
    barc_noise: float = 4.0
    barc_severity: float = -2.0
    barc_slope: float = 1.0
    barc_slope_coaching: float = 1.5
    slope_sd: float = 0.6
    coach_sd: float = 0.8
    scale_correlation: float = 0.5
    dropout_share: float = 0.15
    dropout_score: float = -0.4
    item_missing_share: float = 0.01
    housed_at_intake: float = 0.55
    housing_gain_rate: float = 1.2
    housing_loss_rate: float = 0.4
    housing_gain_coaching: float = 0.4
    employed_at_intake: float = 0.25
    job_gain_rate: float = 0.7
    job_loss_rate: float = 0.5
    job_gain_coaching: float = 0.3
    referrals_mean: float = 1.5
    attended_share: float = 0.5
    attended_coaching: float = 0.5
    wait_mean_days: float = 14.0
    goals_mean: float = 0.9
    goal_met_rate: float = 1.5
    goal_dropped_rate: float = 0.6
    goal_met_coaching: float = 0.4
    medication_share: float = 0.5
    medication_stop_rate: float = 1.5
    medication_stop_coaching: float = -0.3
    coverage_loss_rate: float = 0.08
    cost_peer_hour: float = 65.0
    cost_clinical_hour: float = 140.0
    cost_bed_day: float = 1100.0
    cost_ed_visit: float = 900.0

    def __post_init__(self) -> None:
        """Refuse values that no mechanism could have."""
        for field in fields(self):
            check_effect(field.name, float(getattr(self, field.name)))
        check_gaps(self.contact_gap_low, self.contact_gap_high)
